package io.github.ovnnb.it.bench;

import io.github.ovnnb.it.bench.LoadClient.Call;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The requests of a burst in one namespace, on Pods named pod-0, pod-1 and so on. */
record PodCalls(String namespace) {

    private static final String JSON = "application/json";
    private static final String MERGE_PATCH = "application/merge-patch+json";
    /** What an agent writes, under keys that no agent reads. */
    private static final String ANNOTATIONS = """
            {"metadata":{"annotations":{"raw/ip_address":"10.16.0.1","raw/mac_address":"00:00:00:00:00:01",\
            "raw/allocated":"true","raw/cidr":"10.16.0.0/16","raw/gateway":"10.16.0.1","raw/logical_switch":"ovn-default"}}}""";

    List<Call> forEach(int number, Function<String, Call> call) {
        return IntStream.range(0, number)
                .mapToObj(index -> call.apply("pod-" + index))
                .toList();
    }

    Call makeNamespace() {
        return new Call(
                namespace, "POST", "/api/v1/namespaces", JSON, "{\"metadata\":{\"name\":\"" + namespace + "\"}}");
    }

    Call deleteNamespace() {
        return new Call(namespace, "DELETE", "/api/v1/namespaces/" + namespace, JSON, "{}");
    }

    Call create(String pod) {
        return create(pod, "");
    }

    Call createOnHostNetwork(String pod) {
        return create(pod, "\"hostNetwork\":true,");
    }

    Call annotate(String pod) {
        return new Call(pod, "PATCH", pods() + "/" + pod, MERGE_PATCH, ANNOTATIONS);
    }

    Call delete(String pod) {
        return new Call(pod, "DELETE", pods() + "/" + pod, JSON, "{\"gracePeriodSeconds\":0}");
    }

    /** The port's name for that Pod. */
    String portOf(String pod) {
        return pod + "." + namespace;
    }

    private Call create(String pod, String more) {
        var body = """
                {"metadata":{"name":"%s"},"spec":{%s"automountServiceAccountToken":false,\
                "containers":[{"name":"main","image":"none"}]}}""";
        return new Call(pod, "POST", pods(), JSON, body.formatted(pod, more));
    }

    private String pods() {
        return "/api/v1/namespaces/" + namespace + "/pods";
    }
}
