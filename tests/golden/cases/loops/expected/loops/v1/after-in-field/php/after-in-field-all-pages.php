<?php

// LOOPS_KEY=<your key> php after-in-field-all-pages.php
$key = getenv('LOOPS_KEY') ?: throw new RuntimeException('Set LOOPS_KEY to your key.');

$firstPage = 'https://loops.example.com/v1/things';
$url = $firstPage;
for ($page = 0; true; $page++) {
    $page < 1000 || throw new RuntimeException('Stopped after 1000 pages.');
    $curl = curl_init($url);
    curl_setopt_array($curl, [
        CURLOPT_HTTPHEADER => ["X-Key: {$key}", 'Accept: application/json'],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 20,
    ]);
    ($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    $status < 300 || throw new RuntimeException("HTTP $status: $body");
    echo $body, "\n";
    $items = json_decode($body, true, flags: JSON_THROW_ON_ERROR)['value'];
    if (!$items) {
        break;
    }
    $cursor = end($items)["the 'name'"];
    $url = "{$firstPage}?start=" . rawurlencode($cursor);
}
