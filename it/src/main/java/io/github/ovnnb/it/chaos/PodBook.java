package io.github.ovnnb.it.chaos;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What living Pods were told: it never changes, and no two were told the same. */
final class PodBook {
    private final Chronicle chronicle;
    private final Map<String, PodSighting> present = new HashMap<>();
    /** Switch and address to the uid of the Pod that was told so. */
    private final Map<String, String> holders = new HashMap<>();

    private long toldPods;

    PodBook(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    /** How many Pods were told an address so far. */
    long toldPods() {
        return toldPods;
    }

    Optional<PodSighting> pod(String uid) {
        return Optional.ofNullable(present.get(uid));
    }

    Collection<PodSighting> pods() {
        return List.copyOf(present.values());
    }

    /** Forgets first whoever is missing in a list: a list is one moment, and who is missing was gone before. */
    void onlyTheseAreLeft(Collection<PodSighting> listed) {
        var uids = listed.stream().map(PodSighting::uid).collect(Collectors.toSet());
        List.copyOf(present.keySet()).stream()
                .filter(uid -> !uids.contains(uid))
                .forEach(this::gone);
    }

    /** @return the Pod with all that is known of it */
    PodSighting see(PodSighting seen) {
        var before = pod(seen.uid());
        var pod = before.map(known -> seen.bornAt(known.bornAt().or(seen::bornAt)))
                .orElse(seen);
        present.put(pod.uid(), pod);
        compare(before, pod);
        if (pod.isLiving()) {
            pod.told().ifPresent(told -> hold(pod, told));
        } else {
            letGo(pod);
        }
        return pod;
    }

    private void compare(Optional<PodSighting> before, PodSighting pod) {
        var told = before.flatMap(PodSighting::told);
        if (told.equals(pod.told())) {
            return;
        }
        chronicle.note(pod.port(), pod.toString());
        if (told.isEmpty()) {
            toldPods++;
        } else {
            chronicle.violation(
                    Rule.POD_WAS_TOLD_ANOTHER, pod.port(), "was told " + told.orElseThrow() + ", now is " + pod);
        }
    }

    private void hold(PodSighting pod, Assignment told) {
        for (var word : told.words()) {
            var key = told.logicalSwitch() + " " + word;
            var other = Optional.ofNullable(holders.put(key, pod.uid())).flatMap(this::pod);
            // Launcher Pods of one machine share its port.
            if (other.filter(holder ->
                            !holder.uid().equals(pod.uid()) && !holder.port().equals(pod.port()) && holder.isLiving())
                    .isPresent()) {
                chronicle.violation(
                        Rule.TWO_PODS_WERE_TOLD_ONE, pod.port(), word + ": " + pod + " and " + other.orElseThrow());
            }
        }
    }

    private void letGo(PodSighting pod) {
        holders.values().removeIf(pod.uid()::equals);
    }

    void gone(String uid) {
        var pod = present.remove(uid);
        if (pod != null) {
            letGo(pod);
            chronicle.note(pod.port(), "gone: " + pod);
        }
    }
}
