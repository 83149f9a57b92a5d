<?php

// php create-order.php
$shop = rawurlencode('lobby');

$curl = curl_init("https://example.com/shops/{$shop}/orders?limit=5&sort=name");
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => [
        'X-Trace: a "quoted" id',
        'Cookie: theme=dark',
        'Accept: application/json',
        'Content-Type: application/json',
    ],
    CURLOPT_POSTFIELDS => json_encode([
        'name' => 'Ada',
        'tag' => 'new',
        'address' => ['street' => '1 Main Street', 'city' => 'Oslo'],
        'things' => [['id' => 7, 'size' => 'M']],
    ]),
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo $body, "\n";
