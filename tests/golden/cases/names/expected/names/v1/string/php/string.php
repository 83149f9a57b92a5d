<?php

// PATH_KEY=<your key> php string.php
$class = rawurlencode('a');
$classValue = rawurlencode('b');
$value = rawurlencode('c');
$value2Nd = rawurlencode('d');
$path = rawurlencode('e');
$pathKey = rawurlencode('f');
$pathKeyValue = rawurlencode('g');
$userId = rawurlencode('h');
$key = getenv('PATH_KEY') ?: throw new RuntimeException('Set PATH_KEY to your key.');

$curl = curl_init("https://example.com/{$class}/{$classValue}/{$value}/{$value2Nd}/{$path}/{$pathKey}/{$pathKeyValue}/{$userId}");
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => ["X-Key: {$key}"],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'Fine.', "\n";
