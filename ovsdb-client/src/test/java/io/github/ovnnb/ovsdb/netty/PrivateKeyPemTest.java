package io.github.ovnnb.ovsdb.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyPemTest {
    private static final Path PKI = Path.of("src/test/resources/tls");
    /** Of the PKCS#8 form of an RSA key: two headers of 4 bytes, version, algorithm. */
    private static final int BEFORE_PKCS1 = 26;

    @ParameterizedTest
    @ValueSource(ints = {1024, 2048, 4096})
    void anRsaKeyOfTheOlderFormIsTheSameKey(int bits) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        var pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
        var pkcs1 = Arrays.copyOfRange(pkcs8, BEFORE_PKCS1, pkcs8.length);

        var wrapped = PrivateKeyPem.asPkcs8("comment\n" + pem("RSA PRIVATE KEY", pkcs1));

        assertThat(decoded(wrapped)).isEqualTo(pkcs8);
    }

    @Test
    void anEllipticCurveKeyOfTheOlderFormIsTheSameKey() throws IOException, GeneralSecurityException {
        var older = Files.readString(PKI.resolve("client-sec1.key"));
        assertThat(older).contains("BEGIN EC PRIVATE KEY");
        var keys = KeyFactory.getInstance("EC");

        var key = (ECPrivateKey) keys.generatePrivate(new PKCS8EncodedKeySpec(decoded(PrivateKeyPem.asPkcs8(older))));

        var today = decoded(Files.readString(PKI.resolve("client.key")));
        var sameKey = (ECPrivateKey) keys.generatePrivate(new PKCS8EncodedKeySpec(today));
        assertThat(key.getS()).isEqualTo(sameKey.getS());
        assertThat(key.getParams()).isEqualTo(sameKey.getParams());
    }

    @Test
    void aKeyOfTodayIsLeftAsItIs() {
        var pem = pem("PRIVATE KEY", new byte[] {1});

        assertThat(PrivateKeyPem.asPkcs8(pem)).isSameAs(pem);
    }

    @ParameterizedTest
    @CsvSource({
        "ENCRYPTED PRIVATE KEY, AAAA, the private key is encrypted",
        "RSA PRIVATE KEY, 'Proc-Type: 4,ENCRYPTED', the private key is encrypted",
        "DSA PRIVATE KEY, AAAA, DSA keys are not supported",
        "EC PRIVATE KEY, MAA=, the EC key does not name its curve",
        "CERTIFICATE, AAAA, it holds no private key"
    })
    void saysWhatIsWrong(String label, String body, String complaint) {
        var pem = "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";

        assertThatThrownBy(() -> PrivateKeyPem.asPkcs8(pem))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private static byte[] decoded(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }
}
