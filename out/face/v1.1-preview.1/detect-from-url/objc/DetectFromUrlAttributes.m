// clang -fobjc-arc -framework Foundation DetectFromUrlAttributes.m &&
// FACE_APIKEY=<your key> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSString *endpoint = @"https://norwayeast.api.cognitive.microsoft.com";
  NSString *key = NSProcessInfo.processInfo.environment[@"FACE_APIKEY"];
  if (key.length == 0) errx(1, "Set FACE_APIKEY to your key.");
  NSString *url = [NSString stringWithFormat:@"%@/face/v1.1-preview.1/detect?detectionModel=detection_03&recognitionModel=recognition_04&returnFaceAttributes=headPose,mask", endpoint];
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"POST";
  request.timeoutInterval = 30;
  [request setValue:key forHTTPHeaderField:@"Ocp-Apim-Subscription-Key"];
  [request setValue:@"application/json" forHTTPHeaderField:@"Accept"];
  [request setValue:@"application/json" forHTTPHeaderField:@"Content-Type"];
  id body = @{@"url" : @"https://example.com/face.jpg"};
  request.HTTPBody = [NSJSONSerialization dataWithJSONObject:body options:0 error:nil];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          printf("%.*s\n", (int)data.length, (char *)data.bytes);
          exit(0);
        }] resume];
  dispatch_main();
}
