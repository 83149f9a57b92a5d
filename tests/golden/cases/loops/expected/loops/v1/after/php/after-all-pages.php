<?php

// php after-all-pages.php
$shelf = rawurlencode('a b/c');

$firstPage = "https://loops.example.com/v1/{$shelf}/things?top=2";
$url = $firstPage;
for ($page = 0; true; $page++) {
    $page < 1000 || throw new RuntimeException('Stopped after 1000 pages.');
    $curl = curl_init($url);
    curl_setopt_array($curl, [
        CURLOPT_HTTPHEADER => ['Accept: application/json'],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 20,
    ]);
    ($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    $status < 300 || throw new RuntimeException("HTTP $status: $body");
    echo $body, "\n";
    $items = json_decode($body, true, flags: JSON_THROW_ON_ERROR);
    if (count($items) < 2) {
        break;
    }
    $cursor = end($items)['id'];
    $url = "{$firstPage}&start=" . rawurlencode($cursor);
}
