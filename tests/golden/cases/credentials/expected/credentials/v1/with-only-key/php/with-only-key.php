<?php

// EXAMPLE_KEY=<your key> php with-only-key.php
$key = getenv('EXAMPLE_KEY') ?: throw new RuntimeException('Set EXAMPLE_KEY to your key.');

$curl = curl_init('https://example.com/key?api%20key=' . rawurlencode($key));
curl_setopt_array($curl, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'Fine.', "\n";
