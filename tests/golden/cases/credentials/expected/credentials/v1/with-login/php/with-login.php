<?php

// EXAMPLE_LOGIN=<user:password> php with-login.php
$name = rawurlencode('me');
$login = getenv('EXAMPLE_LOGIN')
    ?: throw new RuntimeException('Set EXAMPLE_LOGIN to user:password.');

$curl = curl_init("https://example.com/login/{$name}");
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => [
        'Authorization: Basic ' . base64_encode($login),
        'Cookie: theme=dark%20blue',
        'Content-Type: application/json',
    ],
    CURLOPT_POSTFIELDS => json_encode(['a' => 'b']),
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'Fine.', "\n";
