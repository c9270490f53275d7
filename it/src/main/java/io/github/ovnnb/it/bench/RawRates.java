package io.github.ovnnb.it.bench;

import java.time.Duration;
import java.util.List;

/** What the API server does when nobody else wants anything of it: the ceiling of whoever has to write to each Pod. */
record RawRates(double createdPerSecond, double patchesPerSecond) {

    private static final int ROUND = 2_000;

    /** Pods on the host network are none of the agent's business, so only the API server works here. Prints what it finds. */
    static RawRates measure(LoadClient client, Figures figures, String namespace, int pods) {
        var raw = new PodCalls(namespace);
        var number = Math.min(pods, ROUND);
        client.sendAll(List.of(raw.makeNamespace()));
        var creation = client.sendAll(raw.forEach(number, raw::createOnHostNetwork));
        figures.print("raw_create_rate", perSecond(number, creation), "pods/s");
        var patching = client.sendAll(raw.forEach(number, raw::annotate));
        figures.print("raw_patch_rate", perSecond(number, patching), "pods/s");
        client.sendAll(raw.forEach(number, raw::delete));
        return new RawRates(perSecond(number, creation), perSecond(number, patching));
    }

    double createdAndPatchedPerSecond() {
        return 1 / (1 / createdPerSecond + 1 / patchesPerSecond);
    }

    static double perSecond(int number, Duration time) {
        return number * 1e9 / time.toNanos();
    }
}
