package io.github.ovnnb.ovsdb.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Keeps a value as text until it is known how to read it: member order is not stable (RFC 8259 section 4), so a result may come before
 * the id that says whose it is. The servers at hand send the id first.
 */
final class JsonRecorder implements JsonEvents {
    private static final JsonFactory JSON = new JsonFactory();

    private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();
    private final JsonGenerator generator = generator();

    private JsonGenerator generator() {
        try {
            return JSON.createGenerator(recorded);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    void replay(JsonEvents events, JsonLimits limits) {
        write(JsonGenerator::close);
        // The blank ends a number at top level.
        recorded.write(' ');
        var bytes = recorded.toByteArray();
        new JsonTokenizer(events, limits).feed(bytes, 0, bytes.length);
    }

    @Override
    public void startObject() {
        write(JsonGenerator::writeStartObject);
    }

    @Override
    public void endObject() {
        write(JsonGenerator::writeEndObject);
    }

    @Override
    public void startArray() {
        write(JsonGenerator::writeStartArray);
    }

    @Override
    public void endArray() {
        write(JsonGenerator::writeEndArray);
    }

    @Override
    public void name(JsonText name) {
        write(json -> json.writeFieldName(name.toString()));
    }

    @Override
    public void string(JsonText value) {
        write(json -> json.writeString(value.toString()));
    }

    @Override
    public void number(JsonText value) {
        write(json -> json.writeNumber(value.toString()));
    }

    @Override
    public void bool(boolean value) {
        write(json -> json.writeBoolean(value));
    }

    @Override
    public void nul() {
        write(JsonGenerator::writeNull);
    }

    private interface Writing {
        void on(JsonGenerator json) throws IOException;
    }

    private void write(Writing writing) {
        try {
            writing.on(generator);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }
}
