package io.github.ovnnb.agent.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns as kubectl prints them: as wide as their widest cell, three spaces between. */
final class PortTable {
    private static final String GAP = "   ";

    private final List<List<String>> lines = new ArrayList<>();

    PortTable(String... headings) {
        lines.add(List.of(headings));
    }

    void add(String... cells) {
        lines.add(List.of(cells).stream()
                .map(cell -> cell.isEmpty() ? "<none>" : cell)
                .toList());
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (var line : lines) {
            for (int column = 0; column < line.size(); column++) {
                boolean last = column == line.size() - 1;
                text.append(last ? line.get(column) : pad(line.get(column), width(column)) + GAP);
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }

    private static String pad(String cell, int width) {
        return cell + " ".repeat(width - cell.length());
    }
}
