<?php

// TENANT_ID=<your key> TENANT_KEY=<your key> php drop.php
$endpoint = rawurlencode('a');
$key = rawurlencode('b');
$tenantId = getenv('TENANT_ID') ?: throw new RuntimeException('Set TENANT_ID to your key.');
$tenantKey = getenv('TENANT_KEY') ?: throw new RuntimeException('Set TENANT_KEY to your key.');

$curl = curl_init("https://example.com/{$endpoint}/{$key}");
curl_setopt_array($curl, [
    CURLOPT_CUSTOMREQUEST => 'DELETE',
    CURLOPT_HTTPHEADER => ["X-Tenant: {$tenantId}", "X-Key: {$tenantKey}"],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_TIMEOUT => 30,
]);
($body = curl_exec($curl)) !== false || throw new RuntimeException(curl_error($curl));
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$status < 300 || throw new RuntimeException("HTTP $status: $body");
echo 'Dropped.', "\n";
