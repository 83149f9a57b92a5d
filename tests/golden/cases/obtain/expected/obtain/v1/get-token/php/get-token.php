<?php

// OBTAIN_TOKEN=$(az account get-access-token --query accessToken --output tsv) php get-token.php
$token = getenv('OBTAIN_TOKEN') ?: throw new RuntimeException('Set OBTAIN_TOKEN to your token.');

$curl = curl_init('https://example.com/token');
curl_setopt_array($curl, [
    CURLOPT_HTTPHEADER => ["Authorization: Bearer {$token}"],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'Nothing.', "\n";
