<?php

// LADEN_KEY=<Ihren Schlüssel> php get-picture.php
$key = getenv('LADEN_KEY')
    ?: throw new RuntimeException('Setzen Sie LADEN_KEY auf "Ihren Schlüssel" \\ für C:\\Läden (100 %, $y `z` \'q\').');

$curl = curl_init('https://example.com/picture?key=' . rawurlencode($key));
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => ['Accept: image/png'],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
file_put_contents('bild.png', $body) !== false
    || throw new RuntimeException('"bild.png" läßt sich nicht speichern: \\ $x');
echo 'Gespeichert als "bild.png" \\ …', "\n";
