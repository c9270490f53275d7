package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.ovnnb.agent.domain.AddressFamily;
import io.github.ovnnb.agent.domain.PoolUsage;
import io.github.ovnnb.agent.domain.SubnetUsage;
import io.github.ovnnb.agent.domain.SubnetUsage.FamilyUsage;
import io.github.ovnnb.agent.reconcile.SubnetReporter;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes how much of a subnet or pool is used into its status, field by field: whatever else stands there is somebody else's. */
public final class SubnetStatusWriter implements SubnetReporter.Destination {
    private static final Logger log = LoggerFactory.getLogger(SubnetStatusWriter.class);
    private static final String ROOT = "/apis/" + SubnetResource.GROUP + "/" + SubnetResource.VERSION + "/";
    private static final int NOT_FOUND = 404;

    private final ApiServer api;

    public SubnetStatusWriter(KubernetesClient client) {
        this.api = new ApiServer(client);
    }

    @Override
    public CompletionStage<Boolean> write(SubnetUsage usage) {
        return write("Subnet", SubnetResource.PLURAL, usage.subnet(), body(usage));
    }

    @Override
    public CompletionStage<Boolean> write(PoolUsage usage) {
        return write("IPPool", PoolResource.PLURAL, usage.pool(), body(usage));
    }

    private CompletionStage<Boolean> write(String kind, String plural, String name, String body) {
        return api.mergePatch(ROOT + plural + "/" + name + "/status", body).handle((answer, failure) -> {
            if (failure != null) {
                log.warn(
                        "{} {}: its status is not written, will retry: {}", kind, name, ApiFailure.connection(failure));
                return false;
            }
            // What is gone needs no status.
            boolean settled = answer.isSuccess() || answer.code() == NOT_FOUND;
            if (!settled) {
                log.warn("{} {}: its status is not written, will retry: {}", kind, name, answer.message());
            }
            return settled;
        });
    }

    static String body(SubnetUsage usage) {
        return body(usage.families(), "availableIPs", "availableIPrange", "usingIPs", "usingIPrange");
    }

    /** kube-ovn spells the fields of the one kind and of the other differently. */
    static String body(PoolUsage usage) {
        return body(usage.families(), "AvailableIPs", "AvailableIPRange", "UsingIPs", "UsingIPRange");
    }

    /** Both families are said, so that one that the subnet no longer has is set back. */
    private static String body(
            List<FamilyUsage> families, String available, String availableRange, String using, String usingRange) {
        var json = JsonNodeFactory.instance.objectNode();
        var status = json.putObject("status");
        for (var family : AddressFamily.values()) {
            var prefix = family == AddressFamily.IPV4 ? "v4" : "v6";
            var numbers = families.stream()
                    .filter(one -> one.family() == family)
                    .findFirst()
                    .orElseGet(() -> new FamilyUsage(family, List.of(), List.of()));
            status.put(prefix + available, numbers.availableCount());
            status.put(prefix + availableRange, FamilyUsage.text(numbers.available()));
            status.put(prefix + using, numbers.usingCount());
            status.put(prefix + usingRange, FamilyUsage.text(numbers.using()));
        }
        return json.toString();
    }
}
