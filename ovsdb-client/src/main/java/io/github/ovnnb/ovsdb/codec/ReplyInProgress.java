package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.databind.JsonNode;

/** A reply whose request is known. */
record ReplyInProgress<T>(PendingReply<T> request, ResultReader<T> reader) {
    static <T> ReplyInProgress<T> of(PendingReply<T> request) {
        return new ReplyInProgress<>(request, request.shape().newReader());
    }

    void answer() {
        request.answered(reader.result());
    }

    void refuse(JsonNode error) {
        request.refused(JsonResults.error(error));
    }
}
