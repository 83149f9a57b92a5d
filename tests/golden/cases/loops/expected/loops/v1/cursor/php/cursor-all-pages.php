<?php

// LOOPS_KEY=<your key> php cursor-all-pages.php
$key = getenv('LOOPS_KEY') ?: throw new RuntimeException('Set LOOPS_KEY to your key.');

$firstPage = 'https://loops.example.com/v1/things?url=x';
$url = "{$firstPage}&from%24=the%20start";
for ($page = 0; true; $page++) {
    $page < 1000 || throw new RuntimeException('Stopped after 1000 pages.');
    $curl = curl_init($url);
    curl_setopt_array($curl, [
        CURLOPT_HTTPHEADER => [
            "X-Key: {$key}",
            'Accept: application/json',
            'Content-Type: application/json',
        ],
        CURLOPT_POSTFIELDS => json_encode(['page' => "it's"]),
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 20,
    ]);
    ($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    $status < 300 || throw new RuntimeException("HTTP $status: $body");
    echo $body, "\n";
    $cursor = json_decode($body, true, flags: JSON_THROW_ON_ERROR)['next\'$cursor'] ?? '';
    if ($cursor === '') {
        break;
    }
    $url = "{$firstPage}&from%24=" . rawurlencode($cursor);
}
