package io.github.ovnnb.agent.simulation;

import io.github.ovnnb.agent.domain.AnnotationPatch;
import io.github.ovnnb.agent.domain.PodFacts;

/** A patch never reaches a successor of the Pod that it was made for. */
final class PatchesHitTheirPod implements SimulatedApi.Observer {
    private final World world;

    PatchesHitTheirPod(World world) {
        this.world = world;
    }

    @Override
    public void patched(PodFacts pod, AnnotationPatch patch) {
        if (!pod.deleting() && !pod.isFinished() && !pod.uid().equals(patch.uid())) {
            world.fail("a patch for " + patch.uid() + " hits its successor " + pod);
        }
    }
}
