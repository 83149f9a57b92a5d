<?php

// EXAMPLE_SESSION=<your key> php with-session.php
$key = getenv('EXAMPLE_SESSION') ?: throw new RuntimeException('Set EXAMPLE_SESSION to your key.');

$curl = curl_init('https://example.com/session');
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => ["Cookie: theme=dark%20blue; sid={$key}"],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'Fine.', "\n";
