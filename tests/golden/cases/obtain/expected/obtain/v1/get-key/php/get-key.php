<?php

// OBTAIN_KEY=<your key> OBTAIN_ACCOUNT=<your key> php get-key.php
$obtainKey = getenv('OBTAIN_KEY') ?: throw new RuntimeException('Set OBTAIN_KEY to your key.');
$obtainAccount = getenv('OBTAIN_ACCOUNT')
    ?: throw new RuntimeException('Set OBTAIN_ACCOUNT to your key.');

$curl = curl_init('https://example.com/key?key=' . rawurlencode($obtainKey));
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => ["X-Account: {$obtainAccount}"],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'Nothing.', "\n";
