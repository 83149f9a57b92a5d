<?php

// OBTAIN_LOGIN=<user:password> php get-login.php
$login = getenv('OBTAIN_LOGIN') ?: throw new RuntimeException('Set OBTAIN_LOGIN to user:password.');

$curl = curl_init('https://example.com/login');
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => ['Authorization: Basic ' . base64_encode($login)],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'Nothing.', "\n";
