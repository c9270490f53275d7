package io.github.ovnnb.it.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * One row of Logical_Switch_Port, as {@code ovn-nbctl} tells it.
 *
 * @param uuid         the row's {@code _uuid}
 * @param addresses    each {@code "MAC IP..."}
 * @param portSecurity each {@code "MAC IP..."}; empty when off
 */
public record PortRow(
        String uuid, String name, List<String> addresses, List<String> portSecurity, Map<String, String> externalIds) {

    static final String TABLE = "Logical_Switch_Port";
    static final String COLUMNS = "_uuid,name,addresses,port_security,external_ids";

    private static final ObjectMapper JSON = new ObjectMapper();

    public PortRow {
        addresses = List.copyOf(addresses);
        portSecurity = List.copyOf(portSecurity);
        externalIds = Map.copyOf(externalIds);
    }

    /** The port's MAC, when it has an address. */
    public Optional<String> mac() {
        return addresses.stream().findFirst().map(address -> words(address).get(0));
    }

    /** The port's IPs in the order of the row. */
    public List<String> ips() {
        return addresses.stream()
                .flatMap(address -> words(address).stream().skip(1))
                .toList();
    }

    private static List<String> words(String address) {
        return List.of(address.trim().split(" +"));
    }

    /** Reads the output of {@code ovn-nbctl --format=json --data=json --columns=_uuid,name,... list}. */
    static List<PortRow> parse(String json) {
        try {
            var rows = new ArrayList<PortRow>();
            for (var row : JSON.readTree(json).path("data")) {
                rows.add(new PortRow(
                        row.get(0).get(1).asText(),
                        row.get(1).asText(),
                        strings(row.get(2)),
                        strings(row.get(3)),
                        map(row.get(4))));
            }
            return List.copyOf(rows);
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException("ovn-nbctl did not print JSON: " + json, notJson);
        }
    }

    /** A set of one element is printed bare; RFC 7047 section 5.1. */
    private static List<String> strings(JsonNode set) {
        if (!set.isArray()) {
            return List.of(set.asText());
        }
        return StreamSupport.stream(set.get(1).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Map<String, String> map(JsonNode map) {
        var entries = new LinkedHashMap<String, String>();
        map.get(1)
                .forEach(
                        entry -> entries.put(entry.get(0).asText(), entry.get(1).asText()));
        return entries;
    }
}
