package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ovnnb.agent.domain.Attachment;
import io.github.ovnnb.agent.domain.Networks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code k8s.v1.cni.cncf.io/networks} in both forms of the Network Plumbing Working Group's specification, section 4.1: a list {@code
 * [namespace/]name[@interface]} separated by commas, or JSON.
 */
final class NetworksReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final String RIGHT =
            "; write net1,other-namespace/net2@eth2, or [{\"name\": \"net1\", \"namespace\": \"default\", \"ips\": [\"10.16.0.15\"]}]";

    private final String text;
    private final String podNamespace;
    private final List<Attachment> attachments = new ArrayList<>();

    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String what) {
            super(what, null, false, false);
        }
    }

    private NetworksReader(String text, String podNamespace) {
        this.text = text;
        this.podNamespace = podNamespace;
    }

    /** @param podNamespace where an attachment is that names no namespace */
    static Networks read(String text, String podNamespace) {
        if (text.isBlank()) {
            return Networks.NONE;
        }
        var reader = new NetworksReader(text, podNamespace);
        try {
            // As Multus tells the forms apart.
            if (text.matches("(?s).*[\\[{\"].*")) {
                reader.readJson();
            } else {
                reader.readList();
            }
            return new Networks(reader.attachments, Optional.empty());
        } catch (Malformed malformed) {
            return Networks.malformed(
                    "annotation " + Networks.ANNOTATION + ": \"" + text + "\" " + malformed.getMessage() + RIGHT);
        }
    }

    private void readList() throws Malformed {
        for (var element : text.split(",", -1)) {
            var network = element.strip().replaceFirst("@.*", "");
            int slash = network.indexOf('/');
            add(
                    slash < 0 ? podNamespace : network.substring(0, slash),
                    network.substring(slash + 1),
                    List.of(),
                    Optional.empty());
        }
    }

    private void readJson() throws Malformed {
        JsonNode tree;
        try {
            tree = JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new Malformed("is not JSON");
        }
        if (!tree.isArray()) {
            throw new Malformed("is no list");
        }
        for (var element : tree) {
            var ips = new ArrayList<String>();
            element.path("ips").forEach(ip -> ips.add(ip.asText()));
            add(
                    element.path("namespace").asText(podNamespace),
                    element.path("name").asText(),
                    ips,
                    Optional.of(element.path("mac").asText()).filter(mac -> !mac.isBlank()));
        }
    }

    private void add(String namespace, String name, List<String> ips, Optional<String> mac) throws Malformed {
        if (!NAME.matcher(name).matches() || !NAME.matcher(namespace).matches()) {
            throw new Malformed("names the network \"" + namespace + "/" + name + "\", which can't be one");
        }
        attachments.add(new Attachment(namespace, name, ips, mac));
    }
}
