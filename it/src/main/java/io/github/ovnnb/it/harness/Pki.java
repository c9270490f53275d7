package io.github.ovnnb.it.harness;

import java.nio.file.Path;

/**
 * A certificate authority with a certificate for the servers of an {@link OvsdbHost} and one for clients, made by openssl in
 * the container. ovsdb-server looks at the purpose of a client's certificate, so each has only its own.
 */
public final class Pki {

    private static final String INSIDE = OvsdbHost.INSIDE + "/pki";

    private final OvsdbHost host;

    private Pki(OvsdbHost host) {
        this.host = host;
    }

    /** Makes all of it; servers started from now on listen for TLS, too. */
    public static Pki on(OvsdbHost host) {
        var pki = new Pki(host);
        host.run("mkdir", "-p", INSIDE);
        pki.newAuthority("ca");
        pki.issue("server", "serverAuth", "ca", "DNS:localhost,IP:127.0.0.1");
        pki.issue("client", "clientAuth", "ca", "DNS:client");
        return pki;
    }

    /** Another authority of that name: {@code NAME.pem}, {@code NAME.key}. */
    public void newAuthority(String name) {
        shell("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -keyout " + name
                + ".key.new -out " + name + ".pem.new -subj /CN=" + name
                + " -addext basicConstraints=critical,CA:TRUE && " + installed(name));
    }

    /** A new certificate and key {@code NAME.pem}, {@code NAME.key} in the place of the old, as a rotation does. */
    public void issue(String name, String purpose, String authority, String subjectAlternativeNames) {
        shell("openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout " + name + ".key.new -out "
                + name + ".csr -subj /CN=" + name + " && printf 'extendedKeyUsage=" + purpose + "\\nsubjectAltName="
                + subjectAlternativeNames + "\\n' > " + name + ".ext && openssl x509 -req -in " + name + ".csr -CA "
                + authority + ".pem -CAkey " + authority + ".key -CAcreateserial -days 30 -out " + name
                + ".pem.new -extfile " + name + ".ext && " + installed(name));
    }

    /** Whose certificates a client is to trust. */
    public Path authority() {
        return file("ca.pem");
    }

    public Path clientCertificate() {
        return file("client.pem");
    }

    public Path clientKey() {
        return file("client.key");
    }

    /** A file of that name beside the others, on this machine. */
    public Path file(String name) {
        return host.directory().resolve("pki").resolve(name);
    }

    /** Renamed one after the other: nobody reads half a file. */
    private static String installed(String name) {
        return "mv " + name + ".key.new " + name + ".key && mv " + name + ".pem.new " + name + ".pem";
    }

    private void shell(String script) {
        host.run("bash", "-c", "umask 0 && cd " + INSIDE + " && { " + script + "; } 2>&1");
    }
}
