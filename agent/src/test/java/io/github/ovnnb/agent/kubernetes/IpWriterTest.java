package io.github.ovnnb.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ovnnb.agent.domain.IpAction;
import io.github.ovnnb.agent.domain.IpFacts;
import io.github.ovnnb.agent.domain.IpSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IpWriterTest {
    private static final IpSpec SPEC =
            new IpSpec("web-0", "shop", "s", "n1", "10.0.0.5", "10.0.0.5", "", "0a:00:00:00:00:01", "StatefulSet");
    private static final String FIELDS =
            "\"podName\":\"web-0\",\"namespace\":\"shop\",\"subnet\":\"s\",\"nodeName\":\"n1\","
                    + "\"ipAddress\":\"10.0.0.5\",\"v4IpAddress\":\"10.0.0.5\",\"v6IpAddress\":\"\","
                    + "\"macAddress\":\"0a:00:00:00:00:01\",\"podType\":\"StatefulSet\"";
    private static final IpFacts SEEN =
            new IpFacts("web-0.shop", "u-1", "7", Map.of(), List.of("kubeovn.io/kube-ovn-controller"), false, SPEC);

    @Test
    void createsAllOfKubeOvnsFieldsAndNoFinalizer() {
        assertThat(IpWriter.body(new IpAction.Create("web-0.shop", SPEC, Map.of("s", ""))))
                .isEqualTo("{\"apiVersion\":\"kubeovn.io/v1\",\"kind\":\"IP\","
                        + "\"metadata\":{\"name\":\"web-0.shop\",\"labels\":{\"s\":\"\"}},"
                        + "\"spec\":{" + FIELDS
                        + ",\"containerID\":\"\",\"attachSubnets\":[],\"attachIps\":[],\"attachMacs\":[]}}");
    }

    @Test
    void updatesTheVeryVersionThatWasSeen() {
        var update = new IpAction.Update(SEEN, SPEC, Map.of("s", ""), List.of("t"), List.of());

        assertThat(IpWriter.body(update))
                .isEqualTo(
                        "{\"metadata\":{\"uid\":\"u-1\",\"resourceVersion\":\"7\",\"labels\":{\"t\":null,\"s\":\"\"},"
                                + "\"finalizers\":[]},\"spec\":{" + FIELDS + "}}");
    }

    @Test
    void leavesFinalizersAloneThatAreNotKubeOvns() {
        var update = new IpAction.Update(SEEN, SPEC, Map.of(), List.of(), SEEN.finalizers());

        assertThat(IpWriter.body(update)).doesNotContain("finalizers");
    }

    @Test
    void deletesTheVeryVersionThatWasSeen() {
        assertThat(IpWriter.body(new IpAction.Delete(SEEN)))
                .isEqualTo("{\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\","
                        + "\"preconditions\":{\"uid\":\"u-1\",\"resourceVersion\":\"7\"}}");
    }
}
