package io.github.ovnnb.it.bench;

import java.io.PrintStream;
import java.util.Locale;

/** Prints what was measured, one {@code figure NAME VALUE UNIT} a line, for people and for scripts. */
public record Figures(PrintStream out, String prefix) {

    public Figures withPrefix(String added) {
        return new Figures(out, prefix + added);
    }

    public void print(String name, double value, String unit) {
        var digits = value == Math.rint(value) ? "%.0f" : value < 10 ? "%.3f" : "%.1f";
        out.printf(Locale.ROOT, "figure %s%s " + digits + " %s%n", prefix, name, value, unit);
        out.flush();
    }
}
