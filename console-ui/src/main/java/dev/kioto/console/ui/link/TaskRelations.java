package dev.kioto.console.ui.link;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.Incident;
import dev.kioto.console.api.OperationPage;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskPage;
import dev.kioto.console.api.WakePage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a task has to do with others, as far as the program tells it. What is null is not told.
///
/// @param parent the task that spawned it; null also when it is forgotten
/// @param children the first of those that it has spawned
/// @param wakes who wakes it and whom it wakes, the most often first
/// @param operations that go on: what it uses and waits for
/// @param incidents that the program saw it in, the newest first
/// @param diagnoses that are about it, those that were cleared among them
/// @param problem why something is missing, as a sentence; empty when nothing is
public record TaskRelations(@Nullable Task parent, @Nullable TaskPage children, @Nullable WakePage wakes,
    @Nullable OperationPage operations, List<Incident> incidents, List<Diagnosis> diagnoses, String problem) {}
