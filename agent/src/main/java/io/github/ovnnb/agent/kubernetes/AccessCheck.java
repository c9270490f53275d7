package io.github.ovnnb.agent.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.ovnnb.agent.kubernetes.KubernetesCaches.SubnetSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Asks the API server what we may do before we try: a SelfSubjectAccessReview (authorization.k8s.io/v1), which everybody may send. */
final class AccessCheck {
    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    /** @param group empty text for the core group */
    record Need(String verb, String group, String resource) {
        @Override
        public String toString() {
            return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
        }
    }

    private static final List<Need> ALWAYS = List.of(
            new Need("list", "", "pods"),
            new Need("watch", "", "pods"),
            new Need("patch", "", "pods"),
            new Need("list", "", "namespaces"),
            new Need("watch", "", "namespaces"),
            new Need("list", "apps", "statefulsets"),
            new Need("watch", "apps", "statefulsets"),
            new Need("create", "", "events"));

    private static final List<Need> FOR_SUBNETS = List.of(
            new Need("list", SubnetResource.GROUP, SubnetResource.PLURAL),
            new Need("watch", SubnetResource.GROUP, SubnetResource.PLURAL));

    private static final List<Need> FOR_MACHINES = List.of(
            new Need("list", "kubevirt.io", "virtualmachines"),
            new Need("watch", "kubevirt.io", "virtualmachines"),
            new Need("list", "kubevirt.io", "virtualmachineinstances"),
            new Need("watch", "kubevirt.io", "virtualmachineinstances"),
            new Need("list", "kubevirt.io", "virtualmachineinstancemigrations"),
            new Need("watch", "kubevirt.io", "virtualmachineinstancemigrations"));

    private static final List<Need> FOR_KRUISE = List.of(
            new Need("list", "apps.kruise.io", "statefulsets"), new Need("watch", "apps.kruise.io", "statefulsets"));

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
    Optional<String> missing(ClusterKinds kinds) {
        var asked = new LinkedHashMap<Need, CompletableFuture<ApiServer.Answer>>();
        ALWAYS.forEach(need -> asked.put(need, ask(need)));
        if (kinds.subnets() == SubnetSource.KUBERNETES) {
            FOR_SUBNETS.forEach(need -> asked.put(need, ask(need)));
        }
        if (kinds.kubeVirt()) {
            FOR_MACHINES.forEach(need -> asked.put(need, ask(need)));
        }
        if (kinds.kruise()) {
            FOR_KRUISE.forEach(need -> asked.put(need, ask(need)));
        }
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

    private CompletableFuture<ApiServer.Answer> ask(Need need) {
        var review = JsonNodeFactory.instance.objectNode();
        review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
        review.putObject("spec")
                .putObject("resourceAttributes")
                .put("verb", need.verb())
                .put("group", need.group())
                .put("resource", need.resource());
        return api.post(REVIEWS, review.toString());
    }

    private static boolean isAllowed(ApiServer.Answer answer) {
        if (!answer.isSuccess()) {
            throw new ApiUnavailable("the API server answered " + answer.code() + ": " + answer.message());
        }
        return answer.find("status", "allowed").equals("true");
    }
}
