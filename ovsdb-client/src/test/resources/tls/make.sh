#!/bin/sh
# Makes the certificates that the TLS tests use. They last for a hundred years and protect nothing.
set -eu
cd "$(dirname "$0")"
authority() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -keyout "$1.key" -out "$1.pem" \
        -subj "/CN=$1" -addext basicConstraints=critical,CA:TRUE
}
certificate() { # NAME AUTHORITY USAGE NAMES
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$1"
    printf 'extendedKeyUsage=%s\nsubjectAltName=%s\n' "$3" "$4" > "$1.ext"
    openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days 36500 -out "$1.pem" -extfile "$1.ext"
}
authority authority
authority stranger
certificate server authority serverAuth DNS:localhost,IP:127.0.0.1
certificate elsewhere authority serverAuth DNS:db.example.org
certificate client authority clientAuth DNS:client
# The same key in the form before PKCS#8.
openssl ec -in client.key -out client-sec1.key
certificate strange-client stranger clientAuth DNS:client
rm -f -- *.csr *.ext *.srl authority.key stranger.key
