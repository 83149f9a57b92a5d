<?php

// LADEN_TOKEN=<Ihr "Token"> php delete-thing.php
$id = '7';
$token = getenv('LADEN_TOKEN')
    ?: throw new RuntimeException('Setzen Sie LADEN_TOKEN auf "Ihr "Token"" \\ für C:\\Läden (100 %, $y `z` \'q\').');

$curl = curl_init("https://example.com/things/{$id}");
curl_setopt_array($curl, [
    CURLOPT_CUSTOMREQUEST => 'DELETE',
    CURLOPT_HTTPHEADER => ["Authorization: Bearer {$token}"],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'Das "Ding" wurde gelöscht.', "\n";
