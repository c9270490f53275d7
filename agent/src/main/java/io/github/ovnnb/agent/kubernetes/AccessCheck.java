package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.ovnnb.agent.kubernetes.KubernetesCaches.SubnetSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Asks the API server what we may do before we try: a SelfSubjectAccessReview (authorization.k8s.io/v1), which everybody may send. */
final class AccessCheck {
    private static final String LEASES = "coordination.k8s.io";
    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    /**
     * @param group empty text for the core group
     * @param resource with its subresource, if it is about one: {@code pods/status}
     * @param namespace empty text for all of them
     * @param name empty text for any
     */
    record Need(String verb, String group, String resource, String namespace, String name) {
        Need(String verb, String group, String resource) {
            this(verb, group, resource, "", "");
        }

        @Override
        public String toString() {
            return verb + " " + kind() + (group.isEmpty() ? "" : "." + group)
                    + (subresource().isEmpty() ? "" : "/" + subresource())
                    + (namespace.isEmpty() ? "" : " in namespace " + namespace);
        }

        String kind() {
            return resource.split("/", 2)[0];
        }

        String subresource() {
            return resource.contains("/") ? resource.split("/", 2)[1] : "";
        }
    }

    private static final List<Need> ALWAYS = List.of(
            new Need("get", "", "pods"),
            new Need("list", "", "pods"),
            new Need("watch", "", "pods"),
            new Need("patch", "", "pods"),
            new Need("get", "", "namespaces"),
            new Need("list", "", "namespaces"),
            new Need("watch", "", "namespaces"),
            new Need("list", "", "nodes"),
            new Need("watch", "", "nodes"),
            new Need("get", "apps", "statefulsets"),
            new Need("list", "apps", "statefulsets"),
            new Need("watch", "apps", "statefulsets"),
            new Need("create", "", "events"),
            new Need("patch", "", "events"));

    private static final List<Need> FOR_SUBNETS = List.of(
            new Need("list", SubnetResource.GROUP, SubnetResource.PLURAL),
            new Need("watch", SubnetResource.GROUP, SubnetResource.PLURAL));

    private static final List<Need> FOR_POOLS = List.of(
            new Need("list", SubnetResource.GROUP, PoolResource.PLURAL),
            new Need("watch", SubnetResource.GROUP, PoolResource.PLURAL));

    private static final List<Need> FOR_IPS = List.of(
            new Need("list", SubnetResource.GROUP, IpResource.PLURAL),
            new Need("watch", SubnetResource.GROUP, IpResource.PLURAL));

    private static final List<Need> TO_RECORD_IPS = List.of(
            new Need("create", SubnetResource.GROUP, IpResource.PLURAL),
            new Need("patch", SubnetResource.GROUP, IpResource.PLURAL),
            new Need("delete", SubnetResource.GROUP, IpResource.PLURAL));

    private static final Need SUBNET_STATUS =
            new Need("patch", SubnetResource.GROUP, SubnetResource.PLURAL + "/status");
    private static final Need POOL_STATUS = new Need("patch", SubnetResource.GROUP, PoolResource.PLURAL + "/status");

    private static final List<Need> FOR_MACHINES = List.of(
            new Need("get", "kubevirt.io", "virtualmachines"),
            new Need("list", "kubevirt.io", "virtualmachines"),
            new Need("watch", "kubevirt.io", "virtualmachines"),
            new Need("get", "kubevirt.io", "virtualmachineinstances"),
            new Need("list", "kubevirt.io", "virtualmachineinstances"),
            new Need("watch", "kubevirt.io", "virtualmachineinstances"),
            new Need("list", "kubevirt.io", "virtualmachineinstancemigrations"),
            new Need("watch", "kubevirt.io", "virtualmachineinstancemigrations"));

    private static final List<Need> FOR_KRUISE = List.of(
            new Need("get", "apps.kruise.io", "statefulsets"),
            new Need("list", "apps.kruise.io", "statefulsets"),
            new Need("watch", "apps.kruise.io", "statefulsets"));

    private final ApiServer api;

    AccessCheck(ApiServer api) {
        this.api = api;
    }

    /**
     * What we need and may not do, in words; empty if we may do everything. Waits for the answers.
     *
     * @throws CompletionException if the API server can't be reached
     * @throws ApiUnavailable if it answers something else
     */
    Optional<String> missing(ClusterKinds kinds, Duties duties) {
        return missing(needs(kinds, duties));
    }

    /** The same for that lease. */
    Optional<String> missingForLease(String namespace, String name) {
        return missing(List.of(
                // A name can't be granted for what is not there yet.
                new Need("create", LEASES, "leases", namespace, ""),
                new Need("get", LEASES, "leases", namespace, name),
                new Need("patch", LEASES, "leases", namespace, name)));
    }

    private Optional<String> missing(List<Need> needs) {
        var asked = new LinkedHashMap<Need, CompletableFuture<ApiServer.Answer>>();
        needs.forEach(need -> asked.put(need, ask(need)));
        var missing = asked.entrySet().stream()
                .filter(entry -> !isAllowed(entry.getValue().join()))
                .map(Map.Entry::getKey)
                .map(Need::toString)
                .collect(Collectors.joining(", "));
        return Optional.of(missing).filter(text -> !text.isEmpty());
    }

    CompletableFuture<Boolean> mayFollow(String group, String resource) {
        return ask(new Need("list", group, resource))
                .thenCombine(
                        ask(new Need("watch", group, resource)), (list, watch) -> isAllowed(list) && isAllowed(watch));
    }

    private static List<Need> needs(ClusterKinds kinds, Duties duties) {
        boolean subnets = kinds.subnets() == SubnetSource.KUBERNETES;
        var needs = new ArrayList<>(ALWAYS);
        addIf(subnets, FOR_SUBNETS, needs);
        addIf(subnets && duties.subnetStatus(), List.of(SUBNET_STATUS), needs);
        addIf(kinds.pools(), FOR_POOLS, needs);
        addIf(kinds.pools() && duties.subnetStatus(), List.of(POOL_STATUS), needs);
        addIf(kinds.ips(), FOR_IPS, needs);
        addIf(kinds.ips() && duties.ipResources(), TO_RECORD_IPS, needs);
        addIf(kinds.kubeVirt(), FOR_MACHINES, needs);
        addIf(kinds.kruise(), FOR_KRUISE, needs);
        return needs;
    }

    private static void addIf(boolean wanted, List<Need> some, List<Need> needs) {
        if (wanted) {
            needs.addAll(some);
        }
    }

    private CompletableFuture<ApiServer.Answer> ask(Need need) {
        var review = JsonNodeFactory.instance.objectNode();
        review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
        review.putObject("spec")
                .putObject("resourceAttributes")
                .put("verb", need.verb())
                .put("group", need.group())
                .put("resource", need.kind())
                .put("subresource", need.subresource())
                .put("namespace", need.namespace())
                .put("name", need.name());
        return api.post(REVIEWS, review.toString());
    }

    private static boolean isAllowed(ApiServer.Answer answer) {
        if (!answer.isSuccess()) {
            throw new ApiUnavailable("the API server answered " + answer.code() + ": " + answer.message());
        }
        return answer.find("status", "allowed").equals("true");
    }
}
