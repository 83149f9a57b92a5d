// Find things of every style.
//
// Build: clang -fobjc-arc -framework Foundation FindThings.m -o sample
// Run:   ./sample

#import <Foundation/Foundation.h>

int main(void) {
  @autoreleasepool {
    // Put your own values here.
    NSString *endpoint = @"https://example.com";

    NSString *path = @"/things?ids=1%7C2&words=a%20b&filter%5Bfrom%5D=x%20y&filter%5Bto%5D=2&size=3&point=x%2C3%2Cy%2C4";
    NSURL *url = [NSURL URLWithString:path relativeToURL:[NSURL URLWithString:endpoint]];
    NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];
    request.HTTPMethod = @"GET";
    request.timeoutInterval = 30;

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
              puts("Here are your things.");
              exitCode = 0;
            }
            dispatch_semaphore_signal(done);
          }];
    [task resume];
    dispatch_semaphore_wait(done, DISPATCH_TIME_FOREVER);
    return exitCode;
  }
}
