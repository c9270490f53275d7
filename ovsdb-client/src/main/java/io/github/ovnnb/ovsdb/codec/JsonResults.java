package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ovnnb.ovsdb.protocol.OvsdbError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The small results and the errors (RFC 7047 section 4.1). */
final class JsonResults {
    private JsonResults() {}

    static List<String> strings(JsonNode result) {
        if (!result.isArray()) {
            throw unexpected("an array of names", result);
        }
        var strings = new ArrayList<String>();
        result.forEach(element -> strings.add(text(element)));
        return strings;
    }

    static UUID uuid(JsonNode result) {
        var uuid = new UuidText();
        uuid.parse(JsonText.of(text(result)));
        return new UUID(uuid.mostSignificantBits(), uuid.leastSignificantBits());
    }

    static boolean locked(JsonNode result) {
        if (!result.path("locked").isBoolean()) {
            throw unexpected("{\"locked\":boolean}", result);
        }
        return result.path("locked").booleanValue();
    }

    /** RFC 7047 section 3.1, {@code <error>}; ovsdb-server also sends a plain string. */
    static OvsdbError error(JsonNode error) {
        if (error.isTextual()) {
            return OvsdbError.of(error.textValue());
        }
        if (!error.path("error").isTextual()) {
            // Not an OVSDB error: show what there is.
            return OvsdbError.of(error.toString());
        }
        return new OvsdbError(error.path("error").textValue(), optional(error, "details"), optional(error, "syntax"));
    }

    private static Optional<String> optional(JsonNode object, String member) {
        return Optional.ofNullable(object.path(member).textValue());
    }

    static String text(JsonNode node) {
        if (!node.isTextual()) {
            throw unexpected("a string", node);
        }
        return node.textValue();
    }

    /** Says what was found by its kind only: the reason is for the log, what is in the database is not. */
    static MalformedMessageException unexpected(String wanted, JsonNode found) {
        var kind = found.getNodeType().name().toLowerCase(Locale.ROOT);
        var size = found.isContainerNode() ? " of " + found.size() : "";
        return new MalformedMessageException("expected " + wanted + " but found this kind of JSON: " + kind + size);
    }
}
