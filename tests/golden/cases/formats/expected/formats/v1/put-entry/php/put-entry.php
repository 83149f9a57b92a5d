<?php

// php put-entry.php
$uuid = '123e4567-e89b-12d3-a456-426614174000';
$date = '2026-01-31';
$host = 'www.example.com';
$wait = 'PT5M';
$own = rawurlencode('S1');
$when = rawurlencode('2026-01-31T12:00:00Z');
$number = '9007199254740993';

$curl = curl_init("https://example.com/{$uuid}/{$date}/{$host}/{$wait}/{$own}/{$when}/{$number}?mails=ada%40example.com");
curl_setopt_array($curl, [
    CURLOPT_CUSTOMREQUEST => 'PUT',
    CURLOPT_HTTPHEADER => ['Accept: application/json', 'Content-Type: application/json'],
    CURLOPT_POSTFIELDS => json_encode([
        'small' => -2147483648,
        'large' => '18446744073709551615',
        'part' => 1e+300,
        'data' => 'ZXhhbXBsZQ==',
        'link' => '/a?b=c',
        'days' => ['2026-01-31', '2024-02-29'],
    ]),
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo $body, "\n";
