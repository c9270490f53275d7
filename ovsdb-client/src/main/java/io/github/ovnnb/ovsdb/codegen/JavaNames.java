package io.github.ovnnb.ovsdb.codegen;

import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** What tables and columns are called in Java. */
final class JavaNames {
    /** Methods that every record has already. */
    private static final Set<String> TAKEN = Set.of(
            "row", "uuid", "hashCode", "toString", "getClass", "clone", "finalize", "notify", "notifyAll", "wait");

    private JavaNames() {}

    /** {@code Logical_Switch_Port} is LogicalSwitchPort, {@code NB_Global} is NbGlobal, {@code QoS} stays. */
    static String type(String table) {
        var name = new StringBuilder();
        for (var word : table.split("_", -1)) {
            if (word.isEmpty()) {
                continue;
            }
            var rest = word.substring(1);
            boolean abbreviation = rest.equals(rest.toUpperCase(Locale.ROOT));
            name.append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(abbreviation ? rest.toLowerCase(Locale.ROOT) : rest);
        }
        return name.toString();
    }

    /** {@code external_ids} is externalIds. */
    static String method(String column) {
        var camelCase = type(column);
        var name = camelCase.substring(0, 1).toLowerCase(Locale.ROOT) + camelCase.substring(1);
        return SourceVersion.isKeyword(name) || TAKEN.contains(name) ? name + "_" : name;
    }

    /** {@code external_ids} is EXTERNAL_IDS. */
    static String constant(String column) {
        var name = column.toUpperCase(Locale.ROOT);
        return name.equals("TABLE") ? name + "_" : name;
    }
}
