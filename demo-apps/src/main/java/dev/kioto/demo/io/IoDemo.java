package dev.kioto.demo.io;

import dev.kioto.demo.body.Demo;
import dev.kioto.demo.body.Stage;
import dev.kioto.net.TcpListener;
import dev.kioto.net.UdpSocket;
import dev.kioto.net.UnixListener;
import dev.kioto.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Sockets of each kind, a chat room, and a script that connects.
public final class IoDemo implements Demo {

  private static final int PORT = 7777; // of the chat room

  public IoDemo() {}

  @Override
  public String name() {
    return "io";
  }

  @Override
  public String look() {
    return "echo over TCP, UDP and a Unix socket, and a chat room: 'tell-…' of a dawdler waits to write, and the broadcast channel counts who lags";
  }

  @Override
  public String sizeOf() {
    return "clients of each kind of socket, and members of the room";
  }

  @Override
  public int standardSize() {
    return 4;
  }

  @Override
  public void start(Stage stage) {
    var listener = stage.listen("a chat room for nc", PORT);
    var room = new ChatRoom();
    var address = listener.localAddress();
    stage.runtime().task().name("room").spawn(() -> room.serve(listener));
    var echo = new Echo(stage);
    var script = new Script();
    sockets(stage, echo, script);
    for (int i = 0; i < stage.load().size(); i++) {
      if (i % 2 == 0) ChatMembers.talk(stage, address, i);
      else ChatMembers.dawdle(stage, address, i);
    }
    stage.sayProgress(() -> String.format(Locale.ROOT,
        "%,d messages echoed; %,d lines said, %d lags, %d asked to leave; "
            + "the script: %d connected, %d denied, %d refused",
        echo.answers(), room.said(), room.lags(), room.dropped(),
        script.connected(), script.denied(), script.refused()));
  }

  private static void sockets(Stage stage, Echo echo, Script script) {
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var tcp = TcpListener.bind(any);
    var udp = UdpSocket.bind(any);
    var tcpAddress = tcp.localAddress();
    var udpAddress = udp.localAddress();
    var path = socketPath();
    echo.serve(tcp);
    echo.serve(udp);
    echo.serve(UnixListener.bind(path));
    for (int i = 0; i < stage.load().size(); i++) {
      echo.ask(tcpAddress, i);
      echo.ask(path, i);
      echo.askByDatagrams(udpAddress, i);
    }
    script.spawn(stage, tcpAddress.getPort());
    stage.tasks().track(Task.builder().name("tidy").spawn(() -> {
      stage.stop().cancelled().await();
      Files.deleteIfExists(path);
      Files.deleteIfExists(path.getParent());
    }));
  }

  // In a folder of its own, as a socket has to be at a name that is not there yet.
  private static Path socketPath() {
    try {
      return Files.createTempDirectory("kioto-io").resolve("echo");
    } catch (IOException e) {
      throw new UncheckedIOException("there is no place for a socket", e);
    }
  }
}
