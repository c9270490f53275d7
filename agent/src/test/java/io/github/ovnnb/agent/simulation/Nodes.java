package io.github.ovnnb.agent.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The machines that Pods run on. At least one is there at any time. */
final class Nodes {
    private final List<String> names = new ArrayList<>();
    private final Set<String> living = new TreeSet<>();

    Nodes(int many) {
        for (int number = 0; number < many; number++) {
            names.add("node-" + number);
        }
        living.addAll(names);
    }

    List<String> all() {
        return List.copyOf(names);
    }

    List<String> living() {
        return List.copyOf(living);
    }

    boolean isLiving(String name) {
        return living.contains(name);
    }

    void vanishes(String name) {
        living.remove(name);
    }

    void isBack(String name) {
        living.add(name);
    }
}
