package io.github.ovnnb.ovsdb.netty;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A private key as PEM, in the form that Java reads: PKCS#8. The older forms of OpenSSL, for RSA (PKCS#1, RFC 8017 A.1.2) and elliptic
 * curves (SEC 1, RFC 5915), hold the same key without the name of its algorithm, and are wrapped into it (RFC 5958 section 2).
 */
final class PrivateKeyPem {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (RSA |EC |DSA |ENCRYPTED |)PRIVATE KEY-----(.*?)-----END \\1PRIVATE KEY-----", Pattern.DOTALL);
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int EXPLICIT_0 = 0xa0;
    private static final byte[] VERSION_0 = der(INTEGER, new byte[] {0});
    /** 1.2.840.113549.1.1.1 and its NULL. */
    private static final byte[] RSA = bytes(0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 0x05, 0);
    /** 1.2.840.10045.2.1, to be followed by the curve. */
    private static final byte[] EC = bytes(0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1);

    private PrivateKeyPem() {}

    /** Fails with an IllegalArgumentException that says what is wrong and how to mend it. */
    static String asPkcs8(String pem) {
        var block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("it holds no private key in PEM form (BEGIN PRIVATE KEY)");
        }
        var body = block.group(2);
        return switch (block.group(1)) {
            case "" -> pem;
            case "RSA " -> pem(der(SEQUENCE, joined(VERSION_0, der(SEQUENCE, RSA), der(OCTET_STRING, key(body)))));
            case "EC " -> pem(ellipticCurve(key(body)));
            case "ENCRYPTED " -> throw encrypted();
            default -> throw new IllegalArgumentException("DSA keys are not supported; use an RSA or EC key");
        };
    }

    private static byte[] key(String body) {
        if (body.contains("ENCRYPTED")) {
            throw encrypted();
        }
        return Base64.getMimeDecoder().decode(body);
    }

    private static IllegalArgumentException encrypted() {
        return new IllegalArgumentException("the private key is encrypted, and there is nobody to ask for the password;"
                + " decrypt it with openssl pkcs8 -topk8 -nodes");
    }

    private static byte[] ellipticCurve(byte[] key) {
        var algorithm = der(SEQUENCE, joined(EC, curveOf(key)));
        return der(SEQUENCE, joined(VERSION_0, algorithm, der(OCTET_STRING, key)));
    }

    /** ECPrivateKey: version, key, [0] curve, [1] public key. All lengths before the curve are below 128. */
    private static byte[] curveOf(byte[] key) {
        var at = key.length > 1 && (key[1] & 0x80) != 0 ? 2 + (key[1] & 0x7f) : 2;
        while (at + 1 < key.length) {
            var length = key[at + 1];
            if ((key[at] & 0xff) == EXPLICIT_0 && at + 2 + length <= key.length) {
                return Arrays.copyOfRange(key, at + 2, at + 2 + length);
            }
            at += 2 + (length & 0xff);
        }
        throw new IllegalArgumentException("the EC key does not name its curve");
    }

    private static String pem(byte[] pkcs8) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs8)
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static byte[] der(int tag, byte[] content) {
        var length = content.length;
        if (length < 0x80) {
            return joined(bytes(tag, length), content);
        }
        return length < 0x100
                ? joined(bytes(tag, 0x81, length), content)
                : joined(bytes(tag, 0x82, length >> 8, length & 0xff), content);
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (var i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
