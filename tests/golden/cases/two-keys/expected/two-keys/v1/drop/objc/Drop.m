// Drop it.
//
// Build: clang -fobjc-arc -framework Foundation Drop.m -o sample
// Run:   ./sample

#import <Foundation/Foundation.h>

int main(void) {
  @autoreleasepool {
    // Put your own values here.
    NSString *endpoint = @"https://example.com";
    NSString *endpointValue = @"a";
    NSString *key = @"b";

    NSString *tenantId = NSProcessInfo.processInfo.environment[@"TENANT_ID"];
    if (tenantId.length == 0) {
      fprintf(stderr, "Set the environment variable TENANT_ID to your key.\n");
      return 1;
    }

    NSString *tenantKey = NSProcessInfo.processInfo.environment[@"TENANT_KEY"];
    if (tenantKey.length == 0) {
      fprintf(stderr, "Set the environment variable TENANT_KEY to your key.\n");
      return 1;
    }

    NSMutableCharacterSet *allowed = [NSCharacterSet.URLPathAllowedCharacterSet mutableCopy];
    [allowed removeCharactersInString:@"/"];  // a value is one segment, whatever it holds
    NSMutableString *path = [NSMutableString string];
    [path appendString:@"/"];
    [path appendString:[endpointValue stringByAddingPercentEncodingWithAllowedCharacters:allowed]];
    [path appendString:@"/"];
    [path appendString:[key stringByAddingPercentEncodingWithAllowedCharacters:allowed]];
    NSURL *url = [NSURL URLWithString:path relativeToURL:[NSURL URLWithString:endpoint]];
    NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];
    request.HTTPMethod = @"DELETE";
    request.timeoutInterval = 30;
    [request setValue:tenantId forHTTPHeaderField:@"X-Tenant"];
    [request setValue:tenantKey forHTTPHeaderField:@"X-Key"];

    __block int exitCode = 1;
    dispatch_semaphore_t done = dispatch_semaphore_create(0);
    NSURLSessionDataTask *task = [NSURLSession.sharedSession
        dataTaskWithRequest:request
          completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
            NSInteger status = ((NSHTTPURLResponse *)response).statusCode;
            if (error != nil) {
              fprintf(stderr, "No answer: %s\n", error.localizedDescription.UTF8String);
            } else if (status < 200 || status > 299) {
              fprintf(stderr, "HTTP %ld: %.*s\n", (long)status, (int)data.length,
                      (const char *)data.bytes);
            } else {
              puts("Dropped.");
              exitCode = 0;
            }
            dispatch_semaphore_signal(done);
          }];
    [task resume];
    dispatch_semaphore_wait(done, DISPATCH_TIME_FOREVER);
    return exitCode;
  }
}
