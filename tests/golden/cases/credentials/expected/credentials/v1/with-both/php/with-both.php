<?php

// EXAMPLE_TOKEN=<your token> EXAMPLE_KEY=<your key> php with-both.php
$exampleToken = getenv('EXAMPLE_TOKEN')
    ?: throw new RuntimeException('Set EXAMPLE_TOKEN to your token.');
$exampleKey = getenv('EXAMPLE_KEY') ?: throw new RuntimeException('Set EXAMPLE_KEY to your key.');

$curl = curl_init('https://example.com/both?api%20key=' . rawurlencode($exampleKey));
curl_setopt_array($curl, [
    CURLOPT_CUSTOMREQUEST => 'PUT',
    CURLOPT_HTTPHEADER => ["Authorization: Bearer {$exampleToken}", 'Content-Length: 0'],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'Fine.', "\n";
