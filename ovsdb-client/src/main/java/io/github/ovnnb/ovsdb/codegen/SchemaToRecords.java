package io.github.ovnnb.ovsdb.codegen;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ovnnb.ovsdb.codec.SchemaParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The program: {@code SchemaToRecords SCHEMA PACKAGE DIRECTORY} writes one record per table of the schema file into the package's
 * folder below the directory. A file whose contents would not change is left alone.
 */
public final class SchemaToRecords {
    private SchemaToRecords() {}

    /**
     * Fails with an IllegalArgumentException for other than three arguments, or a schema that is none.
     *
     * @param arguments the schema file, the package, the directory
     * @throws IOException if the schema cannot be read or a record not be written
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("usage: SchemaToRecords SCHEMA PACKAGE DIRECTORY");
        }
        generate(Path.of(arguments[0]), arguments[1], Path.of(arguments[2]));
    }

    static void generate(Path schemaFile, String packageName, Path directory) throws IOException {
        var schema = SchemaParser.parse(new ObjectMapper().readTree(schemaFile.toFile()));
        var folder = Files.createDirectories(directory.resolve(packageName.replace('.', '/')));
        for (var table : schema.tables().values()) {
            var source = new RecordSource(schema, table, packageName);
            write(folder.resolve(source.name() + ".java"), source.text());
        }
    }

    private static void write(Path file, String text) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.writeString(file, text);
        }
    }
}
