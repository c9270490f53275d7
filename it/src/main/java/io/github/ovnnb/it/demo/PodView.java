package io.github.ovnnb.it.demo;

import io.fabric8.kubernetes.api.model.Pod;
import io.github.ovnnb.it.harness.PortRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Pod as the API server shows it beside its row as ovn-nbctl shows it. */
record PodView(
        String namespace, String name, String uid, Optional<String> ips, Optional<String> mac, Optional<PortRow> row) {

    static PodView of(Pod pod, List<PortRow> rows) {
        var metadata = pod.getMetadata();
        var annotations = Optional.ofNullable(metadata.getAnnotations()).orElse(Map.of());
        var port = metadata.getName() + "." + metadata.getNamespace();
        return new PodView(
                metadata.getNamespace(),
                metadata.getName(),
                metadata.getUid(),
                Optional.ofNullable(annotations.get("ovn.kubernetes.io/ip_address")),
                Optional.ofNullable(annotations.get("ovn.kubernetes.io/mac_address")),
                rows.stream().filter(row -> row.name().equals(port)).findFirst());
    }

    /** The row says what the Pod's annotations say. */
    boolean agrees() {
        var said = mac.orElse("") + " " + ips.orElse("").replace(",", " ");
        return row.map(PortRow::addresses)
                .filter(addresses -> addresses.size() == 1 && addresses.get(0).equalsIgnoreCase(said))
                .isPresent();
    }

    List<String> cells() {
        return List.of(
                namespace + "/" + name,
                ips.orElse("-"),
                mac.orElse("-"),
                row.map(found -> String.join(" ", found.addresses())).orElse("(no row)"),
                row.map(PortRow::uuid).orElse("-"));
    }
}
