package io.github.ovnnb.agent.domain;

/** Who keeps an address from the port that asks for it. */
sealed interface Holder {
    /** Follows the address in a sentence. */
    String words();

    record Port(String name) implements Holder {
        @Override
        public String words() {
            return "is taken by port " + name + "; the Pod gets it when that port is released";
        }
    }

    /** @param name of the {@code IP} resource */
    record Reserved(String name) implements Holder {
        @Override
        public String words() {
            return "is reserved by IP " + name + "; the Pod gets it when that resource is deleted";
        }
    }
}
