package io.github.ovnnb.agent.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ovnnb.agent.domain.PodFacts.OwnerReference;
import io.github.ovnnb.agent.domain.admission.Applicant;
import io.github.ovnnb.agent.domain.admission.Applicant.Members;
import io.github.ovnnb.agent.domain.admission.Verdict;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/** A question of the API server, {@code AdmissionReview} of admission.k8s.io/v1. */
final class AdmissionReview {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String API_VERSION = "admission.k8s.io/v1";
    private static final int FORBIDDEN = 403;

    private final JsonNode request;

    private AdmissionReview(JsonNode request) {
        this.request = request;
    }

    /** @throws NotAReview if it is something else */
    static AdmissionReview read(byte[] body) {
        JsonNode review;
        try {
            review = JSON.readTree(body);
        } catch (IOException notJson) {
            throw new NotAReview("the body is not JSON");
        }
        if (!review.path("apiVersion").asText().equals(API_VERSION)
                || review.path("request").path("uid").asText().isEmpty()) {
            throw new NotAReview("the body is not an AdmissionReview of " + API_VERSION + " with a request");
        }
        return new AdmissionReview(review.path("request"));
    }

    /** The message says what came instead. */
    static final class NotAReview extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotAReview(String message) {
            super(message, null, false, false);
        }
    }

    /** Who asks for addresses; empty if there is nothing to look at: it goes, or what it asks for stays as it was. */
    Optional<Applicant> applicant() {
        var object = request.path("object");
        if (!object.isObject() || asksForTheSameAs(request.path("oldObject"))) {
            return Optional.empty();
        }
        var kind = request.path("kind").path("kind").asText();
        boolean isPod = kind.equals("Pod");
        var metadata = object.path("metadata");
        var template = template(object);
        return Optional.of(new Applicant(
                request.path("namespace").asText(),
                object.path("apiVersion").asText(),
                kind,
                metadata.path("name").asText(metadata.path("generateName").asText()),
                texts(template.path("metadata").path("annotations")),
                isPod ? Map.of() : texts(metadata.path("annotations")),
                template.path("spec").path("hostNetwork").asBoolean(),
                controller(metadata),
                kind.equals("StatefulSet") ? Optional.of(members(object.path("spec"))) : Optional.empty()));
    }

    private boolean asksForTheSameAs(JsonNode before) {
        var now = request.path("object");
        return before.isObject()
                && texts(template(now).path("metadata").path("annotations"))
                        .equals(texts(template(before).path("metadata").path("annotations")))
                && texts(now.path("metadata").path("annotations"))
                        .equals(texts(before.path("metadata").path("annotations")));
    }

    /** What the Pods are made from; a Pod is its own. */
    private JsonNode template(JsonNode object) {
        return switch (request.path("kind").path("kind").asText()) {
            case "Pod" -> object;
            case "CronJob" ->
                object.path("spec").path("jobTemplate").path("spec").path("template");
            default -> object.path("spec").path("template");
        };
    }

    private static Map<String, String> texts(JsonNode object) {
        var texts = new HashMap<String, String>();
        object.fields()
                .forEachRemaining(
                        field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private static Optional<OwnerReference> controller(JsonNode metadata) {
        for (var owner : metadata.path("ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                return Optional.of(new OwnerReference(
                        owner.path("apiVersion").asText(),
                        owner.path("kind").asText(),
                        owner.path("name").asText(),
                        owner.path("uid").asText()));
            }
        }
        return Optional.empty();
    }

    private static Members members(JsonNode spec) {
        var reserved = new HashSet<Integer>();
        spec.path("reserveOrdinals").forEach(ordinal -> reserved.add(ordinal.asInt()));
        return new Members(
                spec.path("ordinals").path("start").asInt(),
                spec.path("replicas").asInt(1),
                reserved);
    }

    byte[] answer(Verdict verdict) {
        var answer = JSON.createObjectNode();
        answer.put("apiVersion", API_VERSION).put("kind", "AdmissionReview");
        var response = answer.putObject("response");
        response.put("uid", request.path("uid").asText())
                .put("allowed", verdict.refusal().isEmpty());
        verdict.refusal()
                .ifPresent(obstacle -> response.putObject("status")
                        .put("code", FORBIDDEN)
                        .put("reason", obstacle.reason())
                        .put("message", obstacle.message()));
        if (!verdict.warnings().isEmpty()) {
            var warnings = response.putArray("warnings");
            verdict.warnings().forEach(warnings::add);
        }
        try {
            return JSON.writeValueAsBytes(answer);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of our own can be written", impossible);
        }
    }

    /** For a line in the log: {@code CREATE Deployment shop/web}. */
    @Override
    public String toString() {
        return request.path("operation").asText() + " "
                + request.path("kind").path("kind").asText() + " "
                + request.path("namespace").asText() + "/"
                + request.path("name").asText();
    }
}
