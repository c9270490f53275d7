package io.github.ovnnb.ovsdb.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaToRecordsTest {
    private static final String SCHEMA = """
            {"name":"Example","version":"1.0.0","tables":{"Odd_Table":{"columns":{
              "default":{"type":"integer"},
              "external_ids":{"type":{"key":"string","value":{"type":"uuid","refTable":"Odd_Table"},"min":0,"max":"unlimited"}},
              "mode":{"type":{"key":{"type":"string","enum":["set",["a","b"]]},"min":0,"max":1}},
              "next":{"type":{"key":{"type":"uuid","refTable":"Odd_Table"},"min":0,"max":1}},
              "only":{"type":{"key":{"type":"uuid","refTable":"Odd_Table"}}},
              "others":{"type":{"key":{"type":"uuid","refTable":"Odd_Table","refType":"weak"},"min":0,"max":"unlimited"}},
              "uuid":{"type":{"key":"real","min":0,"max":"unlimited"}}}}}}
            """;

    @TempDir
    Path directory;

    @Test
    void anySchemaBecomesRecords() throws IOException {
        var text = Files.readString(generated());

        assertThat(text)
                .contains("package a.b;")
                .contains("public record OddTable(Row row) {")
                .contains("Column<Long> DEFAULT = Column.scalar(TABLE, \"default\", AtomKind.INTEGER, 0L);")
                .contains("public long default_() {")
                .contains("/** {@code external_ids}: a map from string to uuid (a row of {@code Odd_Table}). */")
                .contains("public Map<String, UUID> externalIds() {")
                .contains("/** {@code mode}: string, one of ['a', 'b'], or nothing. */")
                .contains("public Optional<String> mode() {")
                .contains("Column<Set<Double>> UUID = Column.set(TABLE, \"uuid\", AtomKind.REAL);")
                .contains("public Set<Double> uuid_() {");
    }

    @Test
    void aColumnKnowsTheTableItRefersToAndLeadsThere() throws IOException {
        var text = Files.readString(generated());

        assertThat(text)
                .contains("OTHERS = Column.set(TABLE, \"others\", AtomKind.ROW).referringTo(\"Odd_Table\");")
                .contains("public List<OddTable> others(RowSource rows) {")
                .contains("OTHERS.of(row).stream().flatMap(uuid -> rows.lookUp(\"Odd_Table\", uuid).stream())"
                        + ".map(OddTable::new).toList();")
                .contains("public Optional<OddTable> next(RowSource rows) {")
                .contains("NEXT.of(row).flatMap(uuid -> rows.lookUp(\"Odd_Table\", uuid)).map(OddTable::new);")
                .contains("public Optional<OddTable> only(RowSource rows) {")
                .contains("rows.lookUp(\"Odd_Table\", ONLY.of(row)).map(OddTable::new);")
                .doesNotContain("externalIds(RowSource");
    }

    /** So that nothing is compiled again for nothing. */
    @Test
    void aFileThatWouldNotChangeIsLeftAlone() throws IOException {
        var file = generated();
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));

        assertThat(Files.getLastModifiedTime(generated())).isEqualTo(FileTime.fromMillis(1000));
    }

    @Test
    void namesReadAsJava() {
        assertThat(JavaNames.type("Logical_Switch_Port")).isEqualTo("LogicalSwitchPort");
        assertThat(JavaNames.type("NB_Global")).isEqualTo("NbGlobal");
        assertThat(JavaNames.type("QoS")).isEqualTo("QoS");
        assertThat(JavaNames.type("ACL")).isEqualTo("Acl");
        assertThat(JavaNames.method("up")).isEqualTo("up");
        assertThat(JavaNames.method("dhcpv4_options")).isEqualTo("dhcpv4Options");
        assertThat(JavaNames.method("wait")).isEqualTo("wait_");
    }

    @Test
    void wrongArgumentsAreExplained() {
        assertThatThrownBy(() -> SchemaToRecords.main(new String[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("usage");
    }

    private Path generated() throws IOException {
        var schema = directory.resolve("example.ovsschema");
        Files.writeString(schema, SCHEMA);
        SchemaToRecords.main(new String[] {schema.toString(), "a.b", directory.toString()});
        return directory.resolve("a/b/OddTable.java");
    }
}
