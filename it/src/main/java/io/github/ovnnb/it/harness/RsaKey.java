package io.github.ovnnb.it.harness;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A signing key for ServiceAccount tokens. */
final class RsaKey {

    private RsaKey() {}

    /** PKCS #8 in PEM, which the API server takes for signing and for checking. */
    static String newPem() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var encoded = generator.generateKeyPair().getPrivate().getEncoded();
            var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
            return "-----BEGIN PRIVATE KEY-----\n" + lines.encodeToString(encoded) + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has RSA", impossible);
        }
    }
}
