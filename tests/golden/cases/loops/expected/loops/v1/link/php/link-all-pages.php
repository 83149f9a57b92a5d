<?php

// LOOPS_KEY=<your key> php link-all-pages.php
$itemsValue = rawurlencode('ours');
$key = getenv('LOOPS_KEY') ?: throw new RuntimeException('Set LOOPS_KEY to your key.');

$origin = 'https://loops.example.com';
$url = "https://loops.example.com/v1/{$itemsValue}/links?top=2";
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
    $link = json_decode($body, true, flags: JSON_THROW_ON_ERROR)['@odata.nextLink'] ?? '';
    if ($link === '') {
        break;
    }
    $url = match ($link[0]) {
        '/' => $origin . $link,
        '?' => strtok($url, '?') . $link,
        default => $link,
    };
    str_starts_with($url, "$origin/")
        || throw new RuntimeException("The next page is on another host: $url");
}
