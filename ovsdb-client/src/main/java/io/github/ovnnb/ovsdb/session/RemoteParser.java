package io.github.ovnnb.ovsdb.session;

import java.util.Locale;

/** Reads one remote. Its errors say what was written and what would have been right. */
final class RemoteParser {
    private static final int HIGHEST_PORT = 65_535;
    /** OVSDB's own, RFC 7047 section 6; OVN's Northbound usually listens on 6641. */
    private static final int DEFAULT_PORT = 6640;

    private static final String EVERYWHERE = "0.0.0.0";

    private RemoteParser() {}

    static Remote parse(String text) {
        var colon = text.indexOf(':');
        if (colon < 0) {
            throw wrong(text, "it has no method; write tcp:HOST:PORT, ssl:HOST:PORT or unix:PATH");
        }
        var rest = text.substring(colon + 1);
        return switch (text.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "tcp" -> endpoint(text, rest, Remote.Tcp::new);
            case "ssl" -> endpoint(text, rest, Remote.Ssl::new);
            case "unix" -> unix(text, rest);
            case "ptcp" -> new Remote.Passive(ownEndpoint(text, rest, Remote.Tcp::new));
            case "pssl" -> new Remote.Passive(ownEndpoint(text, rest, Remote.Ssl::new));
            case "punix" -> new Remote.Passive(unix(text, rest));
            default -> throw wrong(text, "its method is none of tcp:, ssl: and unix:, nor ptcp:, pssl: or punix:");
        };
    }

    private static Remote unix(String text, String path) {
        if (path.isEmpty()) {
            throw wrong(text, "the path of the socket is missing");
        }
        return new Remote.Unix(path);
    }

    private static Remote endpoint(String text, String rest, EndpointFactory factory) {
        return rest.startsWith("[") ? bracketedEndpoint(text, rest, factory) : plainEndpoint(text, rest, factory);
    }

    private static Remote bracketedEndpoint(String text, String rest, EndpointFactory factory) {
        var close = rest.indexOf(']');
        if (close < 0) {
            throw wrong(text, "the bracket of its IPv6 address is not closed");
        }
        var host = host(text, rest.substring(1, close));
        if (close + 1 == rest.length()) {
            return factory.of(host, DEFAULT_PORT);
        }
        if (rest.charAt(close + 1) != ':') {
            throw wrong(text, "the bracket of its IPv6 address is followed by what is no port");
        }
        return factory.of(host, port(text, rest.substring(close + 2)));
    }

    private static Remote plainEndpoint(String text, String rest, EndpointFactory factory) {
        var colon = rest.indexOf(':');
        if (colon < 0) {
            return factory.of(host(text, rest), DEFAULT_PORT);
        }
        if (rest.indexOf(':', colon + 1) >= 0) {
            throw wrong(text, "an IPv6 address is written in brackets, as in tcp:[::1]:6641");
        }
        return factory.of(host(text, rest.substring(0, colon)), port(text, rest.substring(colon + 1)));
    }

    /** {@code PORT[:HOST]} */
    private static Remote ownEndpoint(String text, String rest, EndpointFactory factory) {
        var colon = rest.indexOf(':');
        if (colon < 0) {
            return factory.of(EVERYWHERE, port(text, rest));
        }
        var host = rest.substring(colon + 1);
        if (host.startsWith("[") != host.endsWith("]")) {
            throw wrong(text, "the bracket of its IPv6 address is not closed");
        }
        var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return factory.of(host(text, bare), port(text, rest.substring(0, colon)));
    }

    private static String host(String text, String host) {
        if (host.isBlank()) {
            throw wrong(text, "the host is missing");
        }
        return host;
    }

    private static int port(String text, String digits) {
        if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw wrong(text, "'" + digits + "' is not a port (1 to 65535)");
        }
        var port = Integer.parseInt(digits);
        if (port < 1 || port > HIGHEST_PORT) {
            throw wrong(text, "'" + digits + "' is not a port (1 to 65535)");
        }
        return port;
    }

    static String bracketed(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("remote '" + text + "': " + why);
    }

    private interface EndpointFactory {
        Remote of(String host, int port);
    }
}
