package dev.kioto.console.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kioto completion`: a script by which a shell completes commands and options.
@Command(name = "completion",
    description = "Prints a script by which a shell completes kioto's commands and options.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"",
        "bash, in ~/.bashrc:                  source <(kioto completion bash)",
        "zsh, in ~/.zshrc after compinit:     source <(kioto completion zsh)",
        "fish, once:                          kioto completion fish > ~/.config/fish/completions/kioto.fish"})
final class CompletionCommand implements Callable<Integer> {

  /// The shells that it is for.
  enum Shell { BASH, ZSH, FISH }

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "bash|zsh|fish",
      description = "The shell.")
  private Shell shell = Shell.BASH;

  @Override
  public Integer call() {
    var root = spec.root().commandLine();
    var script = switch (shell) {
      // The script looks by itself whether it is zsh that reads it.
      case BASH, ZSH -> AutoComplete.bash(spec.root().name(), root);
      case FISH -> FishCompletion.script(root);
    };
    spec.commandLine().getOut().print(script);
    spec.commandLine().getOut().flush();
    return ExitStatus.OK;
  }
}
