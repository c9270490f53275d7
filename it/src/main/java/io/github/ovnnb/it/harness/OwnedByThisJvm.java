package io.github.ovnnb.it.harness;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Marks containers with the JVM that started them, so that a later one can tell orphans from a neighbour's. */
final class OwnedByThisJvm {

    private static final Logger LOG = LoggerFactory.getLogger(OwnedByThisJvm.class);
    private static final String PID = "io.github.ovnnb.it.pid";

    /** A pid alone may have been given to another process since. */
    private static final String STARTED = "io.github.ovnnb.it.started";

    private OwnedByThisJvm() {}

    static Map<String, String> labels() {
        var self = ProcessHandle.current();
        return Map.of(PID, Long.toString(self.pid()), STARTED, startOf(self));
    }

    static void removeOrphans(DockerClient docker) {
        for (var container : docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(PID))
                .exec()) {
            if (!isAlive(container.getLabels())) {
                LOG.info("removing container {} of a JVM that is no more", container.getId());
                remove(docker, container.getId());
            }
        }
    }

    private static void remove(DockerClient docker, String id) {
        try {
            docker.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException | ConflictException alreadyGoing) {
            LOG.debug("container {} is already going", id, alreadyGoing);
        }
    }

    private static boolean isAlive(Map<String, String> labels) {
        return ProcessHandle.of(Long.parseLong(labels.getOrDefault(PID, "-1")))
                .filter(owner -> startOf(owner).equals(labels.get(STARTED)))
                .isPresent();
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }
}
