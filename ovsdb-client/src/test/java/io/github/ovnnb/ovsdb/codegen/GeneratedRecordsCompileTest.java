package io.github.ovnnb.ovsdb.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is generated compiles, and what is misspelt does not. */
class GeneratedRecordsCompileTest {
    /** Names that Java reserves, every kind of column, and a table that is called as a class of ours. */
    private static final String SYNTHETIC = """
        {"name":"Synthetic","version":"1.0.0","tables":{
          "class":{"columns":{"default":{"type":"integer"},"uuid":{"type":"uuid"},"row":{"type":"string"}}},
          "Port":{"isRoot":true,"columns":{
            "name":{"type":"string"},
            "tag":{"type":{"key":"integer","min":0,"max":1}},
            "ratio":{"type":"real"},
            "up":{"type":"boolean"},
            "ports":{"type":{"key":{"type":"uuid","refTable":"Port"},"min":0,"max":"unlimited"}},
            "external_ids":{"type":{"key":"string","value":"string","min":0,"max":"unlimited"}},
            "weights":{"type":{"key":"integer","value":"real","min":0,"max":"unlimited"}}}}}}\
        """;

    private static final String PROGRAM = """
        package made;
        import io.github.ovnnb.ovsdb.protocol.Operation;
        import io.github.ovnnb.ovsdb.replica.Index;
        import io.github.ovnnb.ovsdb.replica.TableDefinition;
        import java.util.*;
        class Program {
            static final TableDefinition PORTS = TableDefinition.of(Port.NAME, Port.TAG, Port.PORTS, Port.EXTERNAL_IDS)
                    .where(Port.TAG.isLessThan(Optional.of(7L)))
                    .indexedBy(Index.on(Port.NAME), Index.onMapEntry(Port.EXTERNAL_IDS, "pod"), Index.onElement(Port.PORTS));
            static Operation insert() {
                return Operation.insert(Port.TABLE, Map.ofEntries(Port.NAME.to("a"), Port.UP.to(true), Port.RATIO.to(0.5)));
            }
            static Optional<Long> tag(Port port) {
                return port.tag();
            }
        }
        """;

    @TempDir
    Path directory;

    @Test
    void recordsOfAnySchemaCompileWithTheProgramThatUsesThem() throws IOException {
        generate(SYNTHETIC);

        assertThat(errorsOf(PROGRAM)).isEmpty();
    }

    @Test
    void recordsOfTheNorthboundCompile() throws IOException {
        generate(Files.readString(Path.of("src/main/ovsschema/ovn-nb.ovsschema")));

        assertThat(errorsOf(
                        "package made; class Program { String name(LogicalSwitchPort port) { return port.name(); } }"))
                .isEmpty();
    }

    @Test
    void whatIsMisspeltOrOfAnotherTypeDoesNotCompile() throws IOException {
        generate(SYNTHETIC);

        assertThat(errorsOf(PROGRAM.replace("port.tag()", "port.tagg()"))).contains("tagg");
        assertThat(errorsOf(PROGRAM.replace("TableDefinition.of(Port.NAME", "TableDefinition.of(Port.NAMES")))
                .contains("NAMES");
        assertThat(errorsOf(PROGRAM.replace("Index.on(Port.NAME)", "Index.on(Port.NAM)")))
                .contains("NAM");
        assertThat(errorsOf(PROGRAM.replace("Index.onMapEntry(Port.EXTERNAL_IDS", "Index.onMapEntry(Port.NAME")))
                .isNotEmpty();
        assertThat(errorsOf(PROGRAM.replace("Index.onElement(Port.PORTS)", "Index.onElement(Port.TAG)")))
                .isNotEmpty();
        assertThat(errorsOf(PROGRAM.replace("Port.UP.to(true)", "Port.UP.to(\"true\")")))
                .isNotEmpty();
    }

    private void generate(String schema) throws IOException {
        var file = directory.resolve("schema");
        Files.writeString(file, schema);
        SchemaToRecords.generate(file, "made", directory);
    }

    /** One line for each; empty if it compiles. */
    private String errorsOf(String program) throws IOException {
        var sources = new ArrayList<JavaFileObject>();
        sources.add(new SimpleJavaFileObject(URI.create("string:///made/Program.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return program;
            }
        });
        var compiler = ToolProvider.getSystemJavaCompiler();
        var found = new DiagnosticCollector<JavaFileObject>();
        try (var files = compiler.getStandardFileManager(found, Locale.ROOT, null);
                var generated = Files.list(directory.resolve("made"))) {
            var paths =
                    generated.filter(path -> path.toString().endsWith(".java")).toList();
            files.getJavaFileObjectsFromPaths(paths).forEach(sources::add);
            var options = List.of(
                    "-proc:none",
                    "-d",
                    Files.createDirectories(directory.resolve("out")).toString());
            var unused =
                    compiler.getTask(null, files, found, options, null, sources).call();
        }
        return found.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .map(each -> each.getMessage(Locale.ROOT))
                .collect(Collectors.joining("\n"));
    }
}
