package io.github.ovnnb.it.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What the programs said, kept for the person who looks for the cause. */
final class Evidence {
    private Evidence() {}

    /** @return the directory with the logs of all agents and members, and of the controllers */
    static Path keep(World world) {
        try {
            var directory = Files.createTempDirectory("ovnnb-chaos-");
            for (int number = 1; number <= world.agents().size(); number++) {
                var log = world.agents().get(number - 1).process().log();
                Files.copy(log, directory.resolve("agent-" + number + ".log"), StandardCopyOption.REPLACE_EXISTING);
            }
            var members = world.northbound().members();
            for (int number = 1; number <= members.size(); number++) {
                Files.writeString(
                        directory.resolve("member-" + number + ".log"),
                        members.get(number - 1).log());
            }
            Files.copy(world.controlPlane().controllerManagerLog(), directory.resolve("kube-controller-manager.log"));
            return directory;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
