<?php

// php get-status.php

$curl = curl_init('https://example.com/status');
curl_setopt_array($curl, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 5,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'All is well.', "\n";
