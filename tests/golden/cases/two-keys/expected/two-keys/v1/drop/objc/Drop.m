// clang -fobjc-arc -framework Foundation Drop.m &&
// TENANT_ID=<your key> TENANT_KEY=<your key> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSCharacterSet *plain = NSCharacterSet.alphanumericCharacterSet;
  NSString *endpoint = [@"a" stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *key = [@"b" stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *tenantId = NSProcessInfo.processInfo.environment[@"TENANT_ID"];
  if (tenantId.length == 0) errx(1, "Set TENANT_ID to your key.");
  NSString *tenantKey = NSProcessInfo.processInfo.environment[@"TENANT_KEY"];
  if (tenantKey.length == 0) errx(1, "Set TENANT_KEY to your key.");
  NSString *url = [NSString stringWithFormat:@"https://example.com/%@/%@", endpoint, key];
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"DELETE";
  request.timeoutInterval = 30;
  [request setValue:tenantId forHTTPHeaderField:@"X-Tenant"];
  [request setValue:tenantKey forHTTPHeaderField:@"X-Key"];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          puts("Dropped.");
          exit(0);
        }] resume];
  dispatch_main();
}
