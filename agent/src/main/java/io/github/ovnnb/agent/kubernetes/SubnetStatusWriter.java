package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.domain.AddressFamily;
import io.github.ovnnb.agent.domain.SubnetUsage;
import io.github.ovnnb.agent.domain.SubnetUsage.FamilyUsage;
import io.github.ovnnb.agent.reconcile.SubnetReporter;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes how much of a subnet is used into its status, field by field: whatever else stands there is somebody else's. */
public final class SubnetStatusWriter implements SubnetReporter.Destination {
    private static final Logger log = LoggerFactory.getLogger(SubnetStatusWriter.class);
    private static final String SUBNETS =
            "/apis/" + SubnetResource.GROUP + "/" + SubnetResource.VERSION + "/" + SubnetResource.PLURAL + "/";
    private static final int NOT_FOUND = 404;

    private final ApiServer api;

    public SubnetStatusWriter(KubernetesClient client) {
        this.api = new ApiServer(client);
    }

    @Override
    public CompletionStage<Boolean> write(SubnetUsage usage) {
        return api.mergePatch(SUBNETS + usage.subnet() + "/status", body(usage)).handle((answer, failure) -> {
            if (failure != null) {
                log.warn(
                        "Subnet {}: its status is not written, will retry: {}",
                        usage.subnet(),
                        ApiFailure.connection(failure));
                return false;
            }
            // A Subnet that is gone needs no status.
            boolean settled = answer.isSuccess() || answer.code() == NOT_FOUND;
            if (!settled) {
                log.warn("Subnet {}: its status is not written, will retry: {}", usage.subnet(), answer.message());
            }
            return settled;
        });
    }

    /** Both families are said, so that one that the subnet no longer has is set back. */
    static String body(SubnetUsage usage) {
        var json = JsonNodeFactory.instance.objectNode();
        var status = json.putObject("status");
        for (var family : AddressFamily.values()) {
            var prefix = family == AddressFamily.IPV4 ? "v4" : "v6";
            var numbers = usage.families().stream()
                    .filter(one -> one.family() == family)
                    .findFirst()
                    .orElseGet(() -> new FamilyUsage(family, List.of(), List.of()));
            status.put(prefix + "availableIPs", numbers.availableCount());
            status.put(prefix + "availableIPrange", FamilyUsage.text(numbers.available()));
            status.put(prefix + "usingIPs", numbers.usingCount());
            status.put(prefix + "usingIPrange", FamilyUsage.text(numbers.using()));
        }
        return json.toString();
    }
}
