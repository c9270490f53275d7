package io.github.ovnnb.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where another plugin serves the Pods' default interface, and only attachments are on OVN. */
class SecondaryNetworkIT {
    private static final String NET1 = "net1.secondary.ovn";

    private static Corner corner;

    @BeforeAll
    static void open() {
        corner = Corner.open("secondary", "10.56.0.0/24", "10.56.0.1", """
                - {name: secondary-net1, cidrBlock: 10.56.1.0/24, provider: net1.secondary.ovn}
                defaultNetwork: false
                """);
    }

    @AfterAll
    static void close() {
        corner.close();
        corner.ovn().nbctl("--if-exists", "ls-del", "secondary-net1");
    }

    @Test
    void onlyTheAttachmentGetsAPort() {
        corner.createPod("guest", Map.of("k8s.v1.cni.cncf.io/networks", "net1"));

        await("the attachment's port")
                .atMost(Corner.PATIENCE)
                .until(() -> "true"
                        .equals(corner.pod("guest")
                                .getMetadata()
                                .getAnnotations()
                                .get(NET1 + ".kubernetes.io/allocated")));

        assertThat(corner.ovn().port("guest.secondary." + NET1)).isPresent();
        assertThat(corner.row("guest")).isEmpty();
        assertThat(Corner.isAllocated(corner.pod("guest"))).isFalse();
        assertThat(corner.warnings("guest")).isEmpty();
    }
}
